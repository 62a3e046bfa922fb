import ArgumentParser

/// How the cells of a plan are tested.
struct PlanRunOptions: ParsableArguments {
    @Flag(help: "Only those that failed, or were not reached, when the same plan was tested before.")
    var rerunFailed = false

    @Option(help: ArgumentHelp("How many cells are up at once. Default: twice the cores.", valueName: "n"))
    var width: Int?

    func validate() throws {
        if let width, width < 1 { throw ValidationError("--width takes a number from 1") }
    }
}
