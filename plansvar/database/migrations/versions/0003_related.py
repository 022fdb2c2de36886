"""Which documents are copies of each other, and which are editions of one plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Documents that are there get no sketch; the next reading fills it in."""
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_group", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("work", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_documents_copy_group"), ["copy_group"])
        batch_op.create_index(batch_op.f("ix_documents_work"), ["work"])
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sketch", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("versions", "sketch")
    op.drop_index(op.f("ix_documents_work"), table_name="documents")
    op.drop_index(op.f("ix_documents_copy_group"), table_name="documents")
    op.drop_column("documents", "work")
    op.drop_column("documents", "copy_group")
