"""What documents claim, for the register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Documents that are there claim nothing until they are read again."""
    op.create_table(
        "claims",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("extractor", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("changes", sa.Boolean(), nullable=False),
        sa.Column("effective", sa.String(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_claims_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "ordinal", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_claim_id"), "claims", ["claim_id"], unique=False)


def downgrade() -> None:
    """Back. What documents claim is found again by reading them."""
    op.drop_index(op.f("ix_claims_claim_id"), table_name="claims")
    op.drop_table("claims")
