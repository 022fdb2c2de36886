"""Which documents are directly alike, and what somebody confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Until the next run nobody is told of copies and editions.

    Of a confirmation that is there nobody knows which values it meant, so it confirms none.
    """
    op.create_table(
        "document_links",
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("copies", sa.Boolean(), nullable=False),
        sa.Column("editions", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one"],
            ["documents.id"],
            name=op.f("fk_document_links_one_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["documents.id"],
            name=op.f("fk_document_links_other_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_document_links")),
    )
    op.create_index(op.f("ix_document_links_other"), "document_links", ["other"], unique=False)
    # Not as a batch, which makes the table anew: see ``env.py``.
    op.add_column("corrections", sa.Column("confirmed", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Back. Which values were confirmed is lost."""
    op.drop_column("corrections", "confirmed")
    op.drop_index(op.f("ix_document_links_other"), table_name="document_links")
    op.drop_table("document_links")
