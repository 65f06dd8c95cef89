int other();
int other() { return kFromPrefix; }
