"""Documents that came with another one: whose part they are, and whether some are missing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. What is there came by itself, and nothing is known to be missing."""
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part_of", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_documents_part_of"), ["part_of"], unique=False)
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("incomplete", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Back. What came with another document stays, as a document like the others."""
    # Not as a batch: SQLite would make the tables anew and take all that refers to them along.
    op.drop_column("versions", "incomplete")
    op.drop_index(op.f("ix_documents_part_of"), table_name="documents")
    op.drop_column("documents", "part_of")
