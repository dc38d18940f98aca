"""What Vejviser promises, as tests."""
