"""The office makes a call ready: the pages of its dates, its texts, its form and its lists."""
