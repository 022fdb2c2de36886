"""Norwegian municipalities and counties, over the reforms of 2017 to 2024."""
