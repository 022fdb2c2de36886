"""Facts for programs and people: JSON, CSV, a workbook, and pictures."""
