import ArgumentParser
import MatrixHost
import MatrixModel

/// Which cells of the matrix.
struct PlanOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Test the cells of a selection of recipes/matrix.yaml, such as `default`.", valueName: "name"))
    var select: String?

    @Flag(help: "Test every cell of the matrix.")
    var all = false

    @Flag(help: "Only those that failed, or were not reached, when the same plan was tested before.")
    var rerunFailed = false

    @Option(help: ArgumentHelp("Only the i-th of n parts of the plan, such as 2/5.", valueName: "i/n"))
    var shard: String?

    @Option(help: ArgumentHelp("How many cells are up at once. Default: twice the cores.", valueName: "n"))
    var width: Int?

    /// Whether a plan was asked for rather than one cell.
    var isAsked: Bool { select != nil || all }

    func validate() throws {
        if select != nil, all { throw ValidationError("--select and --all exclude each other") }
        if !isAsked, rerunFailed || shard != nil {
            throw ValidationError("--rerun-failed and --shard go with --select or --all")
        }
        if let width, width < 1 { throw ValidationError("--width takes a number from 1") }
    }

    /// The whole plan; what is left of it after `--shard` is the caller's to ask.
    func plan(_ context: Context, withDrivers: Bool) async throws -> Plan {
        let matrix = try context.recipeFiles.readMatrix()
        let plan = try Plan(
            matrix, selection: try matrix.selection(all ? "all" : select ?? ""), recipes: context.recipes)
        return withDrivers ? plan : plan.withoutDriver(matrix, recipes: context.recipes)
    }
}
