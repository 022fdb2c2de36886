"""Tests of plansvar.index."""
