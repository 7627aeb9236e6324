// libedit's narrow interface.
#pragma once
#include <histedit.h>
