"""Work that comes round again: erasing, giving back, registering what was left."""
