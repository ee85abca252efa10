// cunit_parts.h -- what is alike in every test of export_cunit.c.
#ifndef SIM_CUNIT_PARTS_H
#define SIM_CUNIT_PARTS_H

extern const char cunit_known[];      // a small model
extern const char cunit_asked[];      // what rules ask it
extern const char cunit_scheduler[];  // up to the program
extern const char cunit_main[];

#endif
