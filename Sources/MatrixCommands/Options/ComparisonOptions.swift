import ArgumentParser
import MatrixModel
import MatrixTrial
import SystemPackage

/// How two cells are compared before a swap.
struct ComparisonOptions: ParsableArguments {
    @Flag(help: "Swap nothing: run the cell that is served and the new one side by side, and tell how they differ.")
    var ab = false
    @Option(help: "With --ab: how many times each of them is measured, in turn.") var rounds = 10
    @Option(help: "With --ab: how many requests each of them gets in a round.") var requests = 1000
    @Option(help: "With --ab: how many of them are under way at once.") var concurrency = 10
    @Option(help: "With --ab: makes the choice of URLs repeatable. Default: another one each time; it is printed.")
    var seed: UInt64?
    @OptionGroup var mongodb: MongoSourceOptions

    func validate() throws {
        if !ab, mongodb.isGiven || seed != nil { throw ValidationError("--seed, --mongodb and --mongod go with --ab") }
        if rounds < 4 { throw ValidationError("--rounds takes a number from 4: fewer show no difference") }
        if requests < 1 { throw ValidationError("--requests takes a number from 1") }
        if concurrency < 1 { throw ValidationError("--concurrency takes a number from 1") }
    }

    func request(_ a: Cell, _ b: Cell, application: FilePath?) -> ComparisonRequest {
        ComparisonRequest(
            a: a, b: b, application: application, rounds: rounds, requests: requests, concurrency: concurrency,
            seed: seed ?? freshSeed())
    }
}
