// A second, told to the window that asks: a browser slows the clocks of a window in the background, not this one.
setInterval(() => postMessage(""), 1000);
