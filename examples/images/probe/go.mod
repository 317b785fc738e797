module seatrial.dev/probe

go 1.24
