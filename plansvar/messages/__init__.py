"""What users read, in nb, nn and en."""
