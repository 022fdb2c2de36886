"""Documents that came with another one: whose part they are, and whether some are missing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. What is there came by itself, and nothing is known to be missing."""
    # Not as a batch, which makes ``versions`` anew for such a default: see ``env.py``.
    op.add_column("documents", sa.Column("part_of", sa.String(), nullable=True))
    op.create_index(op.f("ix_documents_part_of"), "documents", ["part_of"], unique=False)
    op.add_column(
        "versions",
        sa.Column("parts_missing", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Back. What came with another document stays, as a document like the others."""
    op.drop_column("versions", "parts_missing")
    op.drop_index(op.f("ix_documents_part_of"), table_name="documents")
    op.drop_column("documents", "part_of")
