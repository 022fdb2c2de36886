"""The vectors of the units of a chunk, together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. What was read in before gets them when it is read ahead again."""
    op.create_table(
        "unit_vectors",
        sa.Column("chunk_id", sa.String(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chunk_id"],
            ["chunks.id"],
            name=op.f("fk_unit_vectors_chunk_id_chunks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chunk_id", name=op.f("pk_unit_vectors")),
    )


def downgrade() -> None:
    """Back. What is read ahead after this, and forward again, is read ahead anew."""
    op.drop_table("unit_vectors")
    op.execute("UPDATE versions SET read_ahead = NULL")
