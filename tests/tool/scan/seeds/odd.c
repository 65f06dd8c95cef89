%:include <x>
#include_next <y>
#import "z"
/\
* c *\
/ "open
'
/* never closed