package dev.visavis.inference.pack;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Random;

/** Writes an ONNX graph, operator by operator; weights are random by seed. Values are named by the caller. */
public final class OnnxGraph {
    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final Random random;

    public OnnxGraph(long seed) {
        random = new Random(seed);
    }

    public OnnxGraph input(String name, long... shape) {
        graph.addInput(value(name, FLOAT, shape));
        return this;
    }

    public OnnxGraph output(String name, long... shape) {
        graph.addOutput(value(name, FLOAT, shape));
        return this;
    }

    public OnnxGraph bytesOutput(String name, long... shape) {
        graph.addOutput(value(name, TensorProto.DataType.UINT8.getNumber(), shape));
        return this;
    }

    /** Gaussian weights of the given standard deviation. */
    public OnnxGraph weights(String name, double deviation, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        long count = 1;
        for (long d : shape) {
            tensor.addDims(d);
            count *= d;
        }
        for (long i = 0; i < count; i++) {
            tensor.addFloatData((float) (random.nextGaussian() * deviation));
        }
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxGraph floats(String name, float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT).addDims(values.length);
        for (float v : values) {
            tensor.addFloatData(v);
        }
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxGraph longs(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber()).addDims(values.length);
        for (long v : values) {
            tensor.addInt64Data(v);
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** Adds a node; the last value is its output, an empty name stands for an input left out. */
    public OnnxGraph node(String operator, String... inputsAndOutput) {
        return add(NodeProto.newBuilder().setOpType(operator), inputsAndOutput);
    }

    public OnnxGraph nodeWithInts(String operator, String attribute, long[] values, String... inputsAndOutput) {
        AttributeProto.Builder ints = AttributeProto.newBuilder().setName(attribute)
                .setType(AttributeProto.AttributeType.INTS);
        for (long v : values) {
            ints.addInts(v);
        }
        return add(NodeProto.newBuilder().setOpType(operator).addAttribute(ints), inputsAndOutput);
    }

    public OnnxGraph nodeWithInt(String operator, String attribute, long v, String... inputsAndOutput) {
        return add(NodeProto.newBuilder().setOpType(operator).addAttribute(AttributeProto.newBuilder()
                .setName(attribute).setType(AttributeProto.AttributeType.INT).setI(v)), inputsAndOutput);
    }

    public OnnxGraph nodeWithText(String operator, String attribute, String text, String... inputsAndOutput) {
        return add(NodeProto.newBuilder().setOpType(operator).addAttribute(AttributeProto.newBuilder()
                .setName(attribute).setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(text))), inputsAndOutput);
    }

    private OnnxGraph add(NodeProto.Builder node, String... inputsAndOutput) {
        int last = inputsAndOutput.length - 1;
        for (int i = 0; i < last; i++) {
            node.addInput(inputsAndOutput[i]);
        }
        graph.addNode(node.addOutput(inputsAndOutput[last]));
        return this;
    }

    public byte[] bytes() {
        return ModelProto.newBuilder().setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17)).setGraph(graph).build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, int type, long... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (long d : shape) {
            dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(d));
        }
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(dims))).build();
    }
}
