"""One box over matters, guides and actors: from a sentence in any language to the right matter."""
