import MatrixCommands

superviseIfAsked()
await runCommandLine()
