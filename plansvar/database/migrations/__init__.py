"""Alembic migrations, run by :func:`plansvar.database.engine.open_database`."""
