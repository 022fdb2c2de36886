"""Alembic's entry point: runs migrations on the connection that was handed over.

A batch that does more than add plain columns and indexes makes the table anew on SQLite, and takes
along by cascade all that refers to it: columns are dropped without one.
"""

from alembic import context

from plansvar.database.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
