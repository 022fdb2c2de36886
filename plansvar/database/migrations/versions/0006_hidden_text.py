"""How much of a document was left out because nobody sees it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Documents that are there get 0; the next reading counts."""
    op.add_column(
        "versions",
        sa.Column("hidden_characters", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_column("versions", "hidden_characters")
