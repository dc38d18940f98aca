"""What the library knows. No request, socket, template or session below this line."""
