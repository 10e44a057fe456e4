"""The verifiable draw of objects and inspectors: TFMP-DRAW-1 (trust A), its lint, and the browser's copy of it.
The modules of the algorithm import each other and the standard library only, so that a sceptic runs them without the platform."""
