"""Tests of the example corpus."""
