"""Makes a pseudo-terminal and joins it to its own standard input and output: a serial port for a board in this computer.

Its first line of output is the port's path.
"""
import os
import pty
import select
import sys
import tty

main, port = pty.openpty()
tty.setraw(port)
os.write(1, (os.ttyname(port) + "\n").encode())
while True:
    ready, _, _ = select.select([0, main], [], [])
    if 0 in ready:
        data = os.read(0, 4096)
        if not data:
            sys.exit()
        os.write(main, data)
    if main in ready:
        os.write(1, os.read(main, 4096))
