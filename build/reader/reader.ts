// What every page runs: the light switch and the copy buttons. The page is whole without it.
