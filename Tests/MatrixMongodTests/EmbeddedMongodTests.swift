import MatrixMongod
import Testing

struct EmbeddedMongodTests {
    @Test func isNeverCalledMongoDB() { #expect(EmbeddedMongod.kind == "embedded") }
}
