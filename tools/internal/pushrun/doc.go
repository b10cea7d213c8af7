// Package pushrun uploads store paths to a cache, as many at once as the machine and the
// network take, and makes each visible only when all that it references is: at every
// instant, also that of a kill, the closure of every visible path is complete.
package pushrun
