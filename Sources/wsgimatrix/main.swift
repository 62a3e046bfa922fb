import MatrixCommands

print("hi")
