package main

func superviseMain() {}
