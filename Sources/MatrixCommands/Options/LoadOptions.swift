import ArgumentParser
import MatrixModel

/// What to send, with the names that PyMongo's test_client.py has for it.
struct LoadOptions: ParsableArguments {
    @Option(name: [.customShort("n"), .customLong("nrequests")], help: "How many requests to send, in total.")
    var requests = 50_000

    @Option(
        name: [.customShort("t"), .customLong("nthreads")],
        help: "How many requests are under way at once with `parallel`.")
    var concurrency = 100

    @Flag(name: [.short, .customLong("continue")], help: "Go on after a failed request.")
    var continueOnError = false

    @Flag(name: .shortAndLong, help: "Say nothing when all is well.")
    var quiet = false

    @Flag(help: "Keep connections open from request to request.")
    var keepAlive = false

    @Option(help: ArgumentHelp("How long one request may take.", valueName: "seconds"))
    var timeout = 15.0

    @Option(help: "Makes the choice of URLs repeatable. Default: another one each time; it is printed.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("What every answer has to contain; may be given several times.", valueName: "text"))
    var expect: [String] = []

    func validate() throws {
        if requests < 1 { throw ValidationError("-n takes a number from 1") }
        if concurrency < 1 { throw ValidationError("-t takes a number from 1") }
        if !(0.001...86_400).contains(timeout) { throw ValidationError("--timeout takes seconds from 0.001 to 86400") }
    }

    func plan(_ mode: LoadMode, _ urls: [String]) -> LoadPlan {
        LoadPlan(
            urls: urls, requests: requests, concurrency: mode == .serial ? 1 : min(concurrency, requests),
            timeout: .seconds(timeout),
            seed: seed ?? freshSeed(), keepAlive: keepAlive, continueOnError: continueOnError,
            expectation: expect.isEmpty ? .anything : .texts(urls.map { _ in expect }))
    }
}
