import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixTrial

/// Not called as its command is, which is the model's word.
struct PlanVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show which cells of the matrix are meant, and what is to be built for them; nothing is built.",
        discussion: """
            The same options name the same cells for `test`. A Python or a pair is cached, to be built (with an estimate, from
            what the store's own builds took or else from the recipes), or unsupported. Nothing is downloaded.
            With --audit: which values of the axes, and which pairs of values of two axes, no cell of the plan has.

            EXAMPLES
              wsgimatrix plan
              wsgimatrix plan --all --python '>=3.9,<3.13' --mod-wsgi '4.9.*,6.*'
              wsgimatrix plan --only 3.13.5+6.1.1 --cells
              wsgimatrix plan --select upstream --audit
            """)

    @OptionGroup var plan: PlanOptions
    @Flag(help: "Say what of the matrix the plan leaves out, instead of what it costs.") var audit = false
    @Flag(help: "List the cells, too; --json always does.") var cells = false
    @Option(name: .shortAndLong, help: "How many jobs the estimate is for. Default: the number of cores.")
    var jobs: Int?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
    }

    func run() async throws {
        let context = try store.context()
        let whole = try plan.plan(context)
        let part = try plan.part(of: whole)
        let heading = PlanHeading(
            selection: plan.selection, shard: plan.shard, cells: part.rows.count, hash: whole.contentHash)
        if audit {
            let coverage = PlanCoverage(
                of: part, matrix: try context.recipeFiles.readMatrix(), drivers: context.recipes.driver)
            let table = CoverageTable(heading: heading, coverage: coverage)
            return try output.present(table, on: context.host.console) { $0.text }
        }
        let jobs = jobs ?? context.host.environment.cores
        let cost = try await context.offlineProvisioner(jobs: jobs).cost(of: part)
        try output.present(PlanAnswer(heading: heading, plan: part, cost: cost), on: context.host.console) {
            PlanTable(answer: $0, cost: cost, listsCells: cells).text
        }
    }
}
