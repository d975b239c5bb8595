"""The seal as a picture: drawn by us, text as outlines. Knows neither database nor clock."""
