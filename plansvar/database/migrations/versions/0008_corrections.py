"""What people have said of facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "corrections",
        sa.Column("ordinal", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("withdraws", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_id"), "corrections", ["id"], unique=True)
    op.create_table(
        "correction_claims",
        sa.Column("correction_id", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("other", sa.Boolean(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            "correction_id", "claim_id", "other", name=op.f("pk_correction_claims")
        ),
    )
    op.create_index(
        op.f("ix_correction_claims_claim_id"), "correction_claims", ["claim_id"], unique=False
    )


def downgrade() -> None:
    """Back. What people have said is lost."""
    op.drop_index(op.f("ix_correction_claims_claim_id"), table_name="correction_claims")
    op.drop_table("correction_claims")
    op.drop_index(op.f("ix_corrections_id"), table_name="corrections")
    op.drop_table("corrections")
