import ArgumentParser
import MatrixHost
import MatrixModel

/// Which cells of the matrix.
struct PlanOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A selection of recipes/matrix.yaml. Default: default.", valueName: "name"))
    var select: String?

    @Flag(help: "Every cell of the matrix.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Only these Pythons of the plan: '>=3.9,<3.13', '3.13.*t', or 3.13 for the newest 3.13. Alternatives are joined by commas, or the option is given again.",
            valueName: "range"))
    var python: [String] = []

    @Option(
        help: ArgumentHelp("Only these mod_wsgis of the plan, in the same way: '4.9.*,6.*'.", valueName: "range"))
    var modWsgi: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only cells that have this in their name: 3.13.5+6.1.1, embedded, or all of a name. May be given several times.",
            valueName: "cell"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Only the i-th of n parts of the plan, such as 2/5.", valueName: "i/n"))
    var shard: String?

    /// Whether anything says that a plan is meant.
    var isGiven: Bool {
        select != nil || all || shard != nil || [python, modWsgi, only].contains { !$0.isEmpty }
    }

    /// The selection's name.
    var selection: String { all ? "all" : select ?? "default" }

    func validate() throws {
        if select != nil, all { throw ValidationError("--select and --all exclude each other") }
    }

    /// The narrowed plan, before it is cut into shards.
    func plan(_ context: Context, withDrivers: Bool = true) throws -> Plan {
        let matrix = try context.recipeFiles.readMatrix()
        let plan = try Plan(matrix, selection: try matrix.selection(selection), recipes: context.recipes)
        guard !plan.rows.isEmpty else { throw PlanError.emptySelection(selection) }
        let narrowed = try plan.narrowed(by: PlanNarrowing(pythons: python, modWsgis: modWsgi, only: only))
        return withDrivers ? narrowed : narrowed.withoutDriver(matrix, recipes: context.recipes)
    }

    /// The shard that was asked for, or all of `plan`. One of more shards than cells may be empty.
    func part(of plan: Plan) throws(PlanError) -> Plan {
        guard let shard else { return plan }
        return plan.shard(try Shard(shard))
    }
}
