"""What is known about a document: reasons, validity, organisation, places, case number, marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXTS = ("type_reason", "authority_reason")
_LISTS = ("places", "languages", "marks")
_OPTIONAL = (
    ("valid_from", sa.String()),
    ("valid_to", sa.String()),
    ("valid_quote", sa.Text()),
    ("organisation", sa.Text()),
    ("organisation_found_in", sa.String()),
    ("case_number", sa.String()),
)


def upgrade() -> None:
    """Forward. Documents that are there get nothing; the next reading fills it in."""
    with op.batch_alter_table("versions", schema=None) as batch_op:
        for name in _TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in _LISTS:
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        for name, kind in _OPTIONAL:
            batch_op.add_column(sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Back."""
    for name in (*_TEXTS, *_LISTS, *(name for name, _ in _OPTIONAL)):
        op.drop_column("versions", name)
