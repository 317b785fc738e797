module seatrial.dev/system

go 1.26.0
