import MatrixHost
import Testing

@testable import MatrixHost

@Suite("The limit of descriptors") struct DescriptorLimitTests {
    private let limit = DescriptorLimit(soft: 1024, hard: 4096)

    @Test("stays as it is when the connections fit")
    func fits() throws { #expect(try limit.raised(for: 900, used: 20) == nil) }

    @Test("is raised as far as the hard one allows", arguments: [(1024, 2 * 1076), (3000, 4096)])
    func raised(connections: Int, soft: Int) throws {
        #expect(try limit.raised(for: connections, used: 20) == soft)
    }

    @Test("that is too low for the connections is told, with the command that mends it")
    func tooLow() {
        let error = LoadError.tooFewDescriptors(needed: 5052, used: 20, limit: 4096)
        #expect(throws: error) { _ = try limit.raised(for: 5000, used: 20) }
        #expect(error.hint?.contains("`ulimit -n 5052`") == true)
    }
}
