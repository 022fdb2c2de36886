"""The texts that compete for being an answer, whose vectors are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("versions", sa.Column("read_ahead", sa.String(), nullable=True))
    op.create_table(
        "units",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_units_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "text_hash", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_text_hash"), "units", ["text_hash"], unique=False)


def downgrade() -> None:
    """Back. The vectors stay until what nothing needs is dropped."""
    op.drop_index(op.f("ix_units_text_hash"), table_name="units")
    op.drop_table("units")
    op.drop_column("versions", "read_ahead")
