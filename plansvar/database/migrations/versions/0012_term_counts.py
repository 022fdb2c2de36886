"""How many chunks hold a term, for each group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. What was read in before is counted by the rebuild that it needs."""
    op.add_column("versions", sa.Column("terms", sa.LargeBinary(), nullable=True))
    op.create_table(
        "term_counts",
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group", "term", name=op.f("pk_term_counts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back. Rarity is counted by the index again, which must be rebuilt."""
    op.drop_table("term_counts")
    op.drop_column("versions", "terms")
