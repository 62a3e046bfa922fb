import MatrixCommands

runInternalVerbIfAsked()
await runCommandLine()
