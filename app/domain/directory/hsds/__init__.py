"""The directory in the words of Open Referral HSDS 3.0: given to anybody, and taken from others' packages."""
