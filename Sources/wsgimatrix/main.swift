import MatrixCommands

await runCommandLine()
