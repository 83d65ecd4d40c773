"""Runs a program in a terminal of its own and strikes keys in it when its output asks for them.

python3 terminal.py 'pattern=keys' ... -- program arguments

Each pattern is waited for in turn, in what came since the last one; then its keys are typed. Prints what the program
wrote, then whether it left the terminal as it found it, then its exit code.
"""
import os
import pty
import re
import sys
import termios
import time

at = sys.argv.index("--")
steps = [argument.rsplit("=", 1) for argument in sys.argv[1:at]]
command = sys.argv[at + 1:]
child, main = pty.fork()
if child == 0:
    os.execvp(command[0], command)

# On Linux the main side knows the settings of the side that the program sees.
before = termios.tcgetattr(main)
os.set_blocking(main, False)
written = ""
seen = 0
code = None
deadline = time.monotonic() + 50
while code is None and time.monotonic() < deadline:
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended:
        code = os.waitstatus_to_exitcode(status)
    try:
        written += os.read(main, 65536).decode("utf-8", "replace")
    except (BlockingIOError, OSError):
        time.sleep(0.02)
    if steps:
        match = re.compile(steps[0][0]).search(written, seen)
        if match:
            seen = match.end()
            os.write(main, steps.pop(0)[1].encode())
if code is None:
    os.kill(child, 9)
print(written.replace("\x1b", "ESC"))
print("never came: " + steps[0][0] if steps else "all keys were struck")
print("terminal " + ("restored" if termios.tcgetattr(main) == before else "left changed"))
print("exit code " + str(code))
